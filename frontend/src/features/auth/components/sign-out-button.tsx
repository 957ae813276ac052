import Button from 'react-bootstrap/Button'
import { Icon } from '@/components/icon'
import { useSignOut } from '../api/sign-out'

export function SignOutButton() {
  const signOut = useSignOut()
  return (
    <span className="sign-out">
      <Button
        variant="outline-primary"
        size="sm"
        aria-disabled={signOut.isPending}
        onClick={() => {
          if (!signOut.isPending) signOut.mutate()
        }}
      >
        <Icon name="leave" size={18} />
        <span className="sign-out-label">Sign out</span>
      </Button>
      {signOut.isError && <span role="alert">You are still signed in. Try again.</span>}
    </span>
  )
}
