/* Loaded before a process: records what it does to the files of one directory, in order, for power cuts to be
 * simulated from. What is recorded, and what not, is described in tests/crash/disk.rs, which reads it.
 *
 * TAVLE_SHIM_DIRECTORY is the directory, TAVLE_SHIM_RECORD the file that is appended to. One record is
 *   operation (1 byte), length of the name (2), offset (8), length of the data (4), name, data
 * in the byte order of the machine. A rename has the new name as its data. The lock is held over the operation
 * and its record, so that the order of the records is the order of the operations.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char directory[PATH_MAX];
static size_t directory_length;
static int record = -1;

__attribute__((constructor)) static void begin(void) {
  const char *where = getenv("TAVLE_SHIM_DIRECTORY");
  const char *file = getenv("TAVLE_SHIM_RECORD");
  if (!where || !file || !realpath(where, directory)) return;
  directory_length = strlen(directory);
  record = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

/* The name in the directory, "" for the directory itself, NULL for anything else. */
static const char *inside(const char *path) {
  if (record < 0 || strncmp(path, directory, directory_length)) return NULL;
  if (path[directory_length] == 0) return "";
  if (path[directory_length] != '/') return NULL;
  return path + directory_length + 1;
}

static const char *name_of(int fd, char *path) {
  char link[64];
  if (record < 0 || fd == record) return NULL;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length < 0) return NULL;
  path[length] = 0;
  return inside(path);
}

static const char *name_at(int at, const char *given, char *path) {
  if (record < 0) return NULL;
  if (given[0] == '/') {
    snprintf(path, PATH_MAX, "%s", given);
  } else {
    char base[PATH_MAX];
    if (at == AT_FDCWD) {
      if (!getcwd(base, sizeof base)) return NULL;
    } else {
      if (!name_of(at, base)) return NULL;
    }
    if (snprintf(path, PATH_MAX, "%s/%s", base, given) >= PATH_MAX) return NULL;
  }
  return inside(path);
}

static void put(const void *data, size_t length) {
  while (length > 0) {
    ssize_t written = syscall(SYS_write, record, data, length);
    if (written < 0) abort();
    data = (const char *)data + written;
    length -= (size_t)written;
  }
}

static void note(char operation, const char *name, uint64_t offset, const void *data, size_t length) {
  int kept = errno;
  char head[15];
  uint16_t name_length = (uint16_t)strlen(name);
  uint32_t data_length = (uint32_t)length;
  head[0] = operation;
  memcpy(head + 1, &name_length, 2);
  memcpy(head + 3, &offset, 8);
  memcpy(head + 11, &data_length, 4);
  put(head, sizeof head);
  put(name, name_length);
  if (data) put(data, length);
  errno = kept;
}


/* Opening: a file that was not there is created, one that is truncated is emptied. */
static int opened(int (*open_it)(int, const char *, int, mode_t), int at, const char *given, int flags, mode_t mode) {
  char path[PATH_MAX];
  struct stat there;
  const char *name = flags & (O_CREAT | O_TRUNC) ? name_at(at, given, path) : NULL;
  if (!name) return open_it(at, given, flags, mode);
  pthread_mutex_lock(&lock);
  int was_there = lstat(path, &there) == 0;
  int fd = open_it(at, given, flags, mode);
  if (fd >= 0 && !was_there) note('c', name, 0, NULL, 0);
  if (fd >= 0 && was_there && (flags & O_TRUNC)) note('t', name, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return fd;
}

static int open_at(int at, const char *path, int flags, mode_t mode) {
  return (int)syscall(SYS_openat, at, path, flags, mode);
}

#define MODE(flags)                                                  \
  mode_t mode = 0;                                                   \
  if (((flags) & O_CREAT) || ((flags) & O_TMPFILE) == O_TMPFILE) {   \
    va_list more;                                                    \
    va_start(more, flags);                                           \
    mode = va_arg(more, mode_t);                                     \
    va_end(more);                                                    \
  }

int open(const char *path, int flags, ...) { MODE(flags) return opened(open_at, AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return opened(open_at, AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return opened(open_at, at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return opened(open_at, at, path, flags, mode); }
int creat(const char *path, mode_t mode) { return opened(open_at, AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

/* Writing. */
static ssize_t wrote(int fd, const void *data, size_t length, off_t offset) {
  char path[PATH_MAX];
  const char *name = name_of(fd, path);
  int here = offset < 0;
  if (!name) return here ? syscall(SYS_write, fd, data, length) : syscall(SYS_pwrite64, fd, data, length, offset);
  pthread_mutex_lock(&lock);
  if (here) {
    struct stat there;
    offset = (fcntl(fd, F_GETFL) & O_APPEND) && fstat(fd, &there) == 0 ? there.st_size : lseek(fd, 0, SEEK_CUR);
  }
  ssize_t written = here ? syscall(SYS_write, fd, data, length) : syscall(SYS_pwrite64, fd, data, length, offset);
  if (written > 0) note('w', name, (uint64_t)offset, data, (size_t)written);
  pthread_mutex_unlock(&lock);
  return written;
}

/* One piece at a time: a short write is a write as good as any. */
static ssize_t wrote_all(int fd, const struct iovec *pieces, int count, off_t offset) {
  ssize_t total = 0;
  for (int i = 0; i < count; i++) {
    if (pieces[i].iov_len == 0) continue;
    ssize_t written = wrote(fd, pieces[i].iov_base, pieces[i].iov_len, offset < 0 ? -1 : offset + total);
    if (written < 0) return total > 0 ? total : written;
    total += written;
    if ((size_t)written < pieces[i].iov_len) break;
  }
  return total;
}

ssize_t write(int fd, const void *data, size_t length) { return wrote(fd, data, length, -1); }
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return wrote(fd, data, length, offset); }
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) { return wrote(fd, data, length, offset); }
ssize_t writev(int fd, const struct iovec *p, int n) { return wrote_all(fd, p, n, -1); }
ssize_t pwritev(int fd, const struct iovec *p, int n, off_t offset) { return wrote_all(fd, p, n, offset); }
ssize_t pwritev64(int fd, const struct iovec *p, int n, off64_t offset) { return wrote_all(fd, p, n, offset); }

/* Length and allocation. */
static int sized(int fd, off_t length) {
  char path[PATH_MAX];
  const char *name = name_of(fd, path);
  pthread_mutex_lock(&lock);
  int done = (int)syscall(SYS_ftruncate, fd, length);
  if (done == 0 && name) note('t', name, (uint64_t)length, NULL, 0);
  pthread_mutex_unlock(&lock);
  return done;
}

static int allocated(int fd, int mode, off_t offset, off_t length) {
  char path[PATH_MAX];
  const char *name = name_of(fd, path);
  struct stat before, after;
  pthread_mutex_lock(&lock);
  int known = fstat(fd, &before) == 0;
  int done = (int)syscall(SYS_fallocate, fd, mode, offset, length);
  if (done == 0 && name && known && fstat(fd, &after) == 0 && after.st_size != before.st_size)
    note('t', name, (uint64_t)after.st_size, NULL, 0);
  pthread_mutex_unlock(&lock);
  return done;
}

int ftruncate(int fd, off_t length) { return sized(fd, length); }
int ftruncate64(int fd, off64_t length) { return sized(fd, length); }
int fallocate(int fd, int mode, off_t offset, off_t length) { return allocated(fd, mode, offset, length); }
int fallocate64(int fd, int mode, off64_t offset, off64_t length) { return allocated(fd, mode, offset, length); }
int posix_fallocate(int fd, off_t offset, off_t length) { return allocated(fd, 0, offset, length) ? errno : 0; }
int posix_fallocate64(int fd, off64_t offset, off64_t length) { return allocated(fd, 0, offset, length) ? errno : 0; }

/* Syncing: of a file its content, of the directory its names. */
static int synced(int fd, long how) {
  char path[PATH_MAX];
  const char *name = name_of(fd, path);
  pthread_mutex_lock(&lock);
  int done = (int)syscall(how, fd);
  if (done == 0 && name) note('s', name, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return done;
}

int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

/* Names. */
static int renamed(int at, const char *from, int to_at, const char *to) {
  char from_path[PATH_MAX], to_path[PATH_MAX];
  const char *old = name_at(at, from, from_path), *new = name_at(to_at, to, to_path);
  pthread_mutex_lock(&lock);
  int done = (int)syscall(SYS_renameat2, at, from, to_at, to, 0);
  if (done == 0 && old && new) note('r', old, 0, new, strlen(new));
  pthread_mutex_unlock(&lock);
  return done;
}

static int unlinked(int at, const char *given, int flags) {
  char path[PATH_MAX];
  const char *name = name_at(at, given, path);
  pthread_mutex_lock(&lock);
  int done = (int)syscall(SYS_unlinkat, at, given, flags);
  if (done == 0 && name) note('u', name, 0, NULL, 0);
  pthread_mutex_unlock(&lock);
  return done;
}

int rename(const char *from, const char *to) { return renamed(AT_FDCWD, from, AT_FDCWD, to); }
int renameat(int at, const char *from, int to_at, const char *to) { return renamed(at, from, to_at, to); }
int unlink(const char *path) { return unlinked(AT_FDCWD, path, 0); }
int unlinkat(int at, const char *path, int flags) { return unlinked(at, path, flags); }
