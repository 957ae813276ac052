import { useState } from 'react'
import Button from 'react-bootstrap/Button'
import { ActionProblem } from '@/components/action-problem'
import { Icon } from '@/components/icon'
import { ErrorState, Skeleton } from '@/components/states'
import { type Device, useDevices, useSignOutDevices } from '../api/sessions'
import { deviceWords } from '../device-words'
import { instantOf } from '../used-words'

/** Where somebody is signed in; every other device can be signed out. */
export function DeviceList() {
  const devices = useDevices()
  const signOut = useSignOutDevices()
  const [announcement, setAnnouncement] = useState('')
  if (devices.isPending) return <Skeleton rows={2} label="Loading devices" />
  if (!devices.data) {
    return <ErrorState title="Your devices are not available" error={devices.error} onRetry={() => void devices.refetch()} />
  }
  const others = devices.data.filter((device) => !device.is_current)
  const end = (ids: readonly number[], said: string) => {
    if (signOut.isPending) return
    setAnnouncement('')
    signOut.mutate(ids, { onSuccess: () => { setAnnouncement(said) } })
  }
  return (
    <>
      <ul className="factors">
        {[...devices.data].sort((one, two) => Number(two.is_current) - Number(one.is_current) || lastSeen(two) - lastSeen(one)).map((device) => (
          <li key={device.id} className="factor">
            <Icon name="device" size={24} />
            <div>
              <h3>
                {deviceWords(device.user_agent)} {device.is_current && <span className="tag">This device</span>}
              </h3>
              <p>
                Last used {instantOf(lastSeen(device))}, signed in {instantOf(device.created_at)}, from {device.ip}
              </p>
            </div>
            {!device.is_current && (
              <Button
                variant="outline-primary"
                size="sm"
                aria-disabled={signOut.isPending}
                onClick={() => { end([device.id], 'The device is signed out.') }}
              >
                Sign out <span className="visually-hidden">{deviceWords(device.user_agent)}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ActionProblem error={signOut.error} />
      <p role="status" className={announcement ? 'factor-note' : 'visually-hidden'}>
        {announcement}
      </p>
      {others.length > 0 && (
        <Button
          variant="outline-primary"
          aria-disabled={signOut.isPending}
          onClick={() => { end(others.map(({ id }) => id), 'Every other device is signed out.') }}
        >
          Sign out everywhere else
        </Button>
      )}
    </>
  )
}

function lastSeen(device: Device): number {
  return device.last_seen_at ?? device.created_at
}
