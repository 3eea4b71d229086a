import { useEffect, useState } from 'react';
import { useText } from '../i18n';
import { countLocked } from '../offline';

/** Where nobody is signed in: that something lies on the device is no secret, what it says is. */
export function LockedEntries() {
  const text = useText();
  const [count, setCount] = useState(0);
  useEffect(() => {
    void countLocked().then(setCount);
  }, []);
  return count > 0 ? <p className="locked-entries">{text('offline.locked', { count })}</p> : null;
}
