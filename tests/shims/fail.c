/* Loaded before a process: makes what it does to the files of one directory fail, as long as a control file
 * says so.
 *
 * TAVLE_SHIM_DIRECTORY is the directory. TAVLE_SHIM_CONTROL is a file that is mapped, so that a change holds
 * from the next call on; its first byte says what fails:
 *   '-' nothing
 *   'f' the disk is full: nothing can be written, allocated or created (ENOSPC)
 *   'r' the disk is read-only: nothing can be written, created, renamed or removed (EROFS)
 *   's' syncing the log does not succeed (EIO)
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static char directory[PATH_MAX];
static size_t directory_length;
static volatile const char *control;

__attribute__((constructor)) static void begin(void) {
  const char *where = getenv("TAVLE_SHIM_DIRECTORY");
  const char *file = getenv("TAVLE_SHIM_CONTROL");
  if (!where || !file || !realpath(where, directory)) return;
  directory_length = strlen(directory);
  int fd = (int)syscall(SYS_openat, AT_FDCWD, file, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  void *mapped = mmap(NULL, 1, PROT_READ, MAP_SHARED, fd, 0);
  syscall(SYS_close, fd);
  if (mapped != MAP_FAILED) control = mapped;
}

static int is_inside(const char *path) {
  return !strncmp(path, directory, directory_length) && path[directory_length] == '/';
}

static int path_of(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return is_inside(path);
}

/* The error that anything which takes room meets on this file, 0 for none. */
static int no_room(int fd) {
  char path[PATH_MAX];
  if (!control || (*control != 'f' && *control != 'r') || !path_of(fd, path)) return 0;
  return *control == 'f' ? ENOSPC : EROFS;
}

/* The error that a change of names meets. `makes` says whether it makes a new one. */
static int no_change(const char *path, int makes) {
  if (!control || !is_inside(path)) return 0;
  if (*control == 'r') return EROFS;
  return *control == 'f' && makes ? ENOSPC : 0;
}

static int no_sync(int fd) {
  char path[PATH_MAX];
  if (!control || *control != 's' || !path_of(fd, path)) return 0;
  return strncmp(path + directory_length + 1, "log.db", 6) ? 0 : EIO;
}

#define FAILING(fault, call) \
  int fault_ = (fault);      \
  if (fault_) {              \
    errno = fault_;          \
    return -1;               \
  }                          \
  return call;

static int opened(int at, const char *path, int flags, mode_t mode) {
  int makes = (flags & O_CREAT) && syscall(SYS_faccessat, at, path, F_OK) != 0;
  int fault = 0;
  if (path[0] == '/' && (makes || (flags & O_ACCMODE) != O_RDONLY)) fault = no_change(path, makes);
  FAILING(fault, (int)syscall(SYS_openat, at, path, flags, mode))
}

#define MODE(flags)                                                  \
  mode_t mode = 0;                                                   \
  if (((flags) & O_CREAT) || ((flags) & O_TMPFILE) == O_TMPFILE) {   \
    va_list more;                                                    \
    va_start(more, flags);                                           \
    mode = va_arg(more, mode_t);                                     \
    va_end(more);                                                    \
  }

int open(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return opened(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return opened(at, path, flags, mode); }

ssize_t write(int fd, const void *data, size_t n) { FAILING(no_room(fd), syscall(SYS_write, fd, data, n)) }
ssize_t writev(int fd, const struct iovec *p, int n) { FAILING(no_room(fd), syscall(SYS_writev, fd, p, n)) }
ssize_t pwrite(int fd, const void *data, size_t n, off_t at) { FAILING(no_room(fd), syscall(SYS_pwrite64, fd, data, n, at)) }
ssize_t pwrite64(int fd, const void *data, size_t n, off64_t at) { FAILING(no_room(fd), syscall(SYS_pwrite64, fd, data, n, at)) }
ssize_t pwritev(int fd, const struct iovec *p, int n, off_t at) { FAILING(no_room(fd), syscall(SYS_pwritev, fd, p, n, at, 0)) }
ssize_t pwritev64(int fd, const struct iovec *p, int n, off64_t at) { FAILING(no_room(fd), syscall(SYS_pwritev, fd, p, n, at, 0)) }
int ftruncate(int fd, off_t length) { FAILING(no_room(fd), (int)syscall(SYS_ftruncate, fd, length)) }
int ftruncate64(int fd, off64_t length) { FAILING(no_room(fd), (int)syscall(SYS_ftruncate, fd, length)) }
int fallocate(int fd, int mode, off_t at, off_t n) { FAILING(no_room(fd), (int)syscall(SYS_fallocate, fd, mode, at, n)) }
int fallocate64(int fd, int mode, off64_t at, off64_t n) { FAILING(no_room(fd), (int)syscall(SYS_fallocate, fd, mode, at, n)) }
int posix_fallocate(int fd, off_t at, off_t n) { int fault = no_room(fd); return fault ? fault : syscall(SYS_fallocate, fd, 0, at, n) ? errno : 0; }
int posix_fallocate64(int fd, off64_t at, off64_t n) { return posix_fallocate(fd, at, n); }
int fsync(int fd) { FAILING(no_sync(fd), (int)syscall(SYS_fsync, fd)) }
int fdatasync(int fd) { FAILING(no_sync(fd), (int)syscall(SYS_fdatasync, fd)) }
int rename(const char *from, const char *to) { FAILING(no_change(to, 1), (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0)) }
int unlink(const char *path) { FAILING(no_change(path, 0), (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0)) }
