import Button from 'react-bootstrap/Button'

interface OtherWaysProps<Way extends string> {
  ways: readonly { readonly way: Way; readonly words: string }[]
  onChoose: (way: Way) => void
}

/** The ways that are not open now, if there is more than one. */
export function OtherWays<Way extends string>({ ways, onChoose }: OtherWaysProps<Way>) {
  if (ways.length === 0) return null
  return (
    <ul className="other-ways" aria-label="Other ways">
      {ways.map(({ way, words }) => (
        <li key={way}>
          <Button
            variant="link"
            onClick={() => {
              onChoose(way)
            }}
          >
            {words}
          </Button>
        </li>
      ))}
    </ul>
  )
}
