import { ActionProblem } from '@/components/action-problem'
import { ErrorState, Skeleton } from '@/components/states'
import type { Preference } from '@/lib/api/types'
import { usePreferences, useSetPreference } from '../api/preferences'

const channels = [
  { channel: 'in_app', label: 'Here' },
  { channel: 'email', label: 'E-mail' },
  { channel: 'sms', label: 'SMS' },
] as const

/** Which subject comes by which way. A switch counts at once. */
export function PreferenceTable() {
  const { data: preferences, error, isPending, refetch } = usePreferences()
  const set = useSetPreference()
  if (isPending) return <Skeleton rows={5} label="Loading preferences" />
  if (!preferences) return <ErrorState title="Your preferences are not available" error={error} onRetry={() => void refetch()} />
  return (
    <>
      <ActionProblem error={set.error} />
      <table className="rate-table switches">
        <caption className="visually-hidden">How you hear of what</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            {channels.map(({ channel, label }) => (
              <th key={channel} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preferences.map((preference) => (
            <tr key={preference.event}>
              <th scope="row">{preference.label}</th>
              {channels.map(({ channel, label }) => (
                <td key={channel}>
                  <Switch
                    preference={preference}
                    channel={channel}
                    name={`${preference.label}: ${label}`}
                    onChange={(on) => {
                      set.mutate({ event: preference.event, [channel]: on })
                    }}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="panel-lead">What is greyed out always comes: it protects your sign-in.</p>
      <p className="visually-hidden" role="status">
        {set.isSuccess ? 'Saved.' : ''}
      </p>
    </>
  )
}

interface SwitchProps {
  preference: Preference
  channel: (typeof channels)[number]['channel']
  name: string
  onChange: (on: boolean) => void
}

function Switch({ preference, channel, name, onChange }: SwitchProps) {
  return (
    <input
      type="checkbox"
      className="form-check-input"
      aria-label={name}
      checked={preference[channel]}
      disabled={preference.locked.includes(channel)}
      onChange={(event) => {
        onChange(event.target.checked)
      }}
    />
  )
}
