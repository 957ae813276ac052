import { type RefObject, useEffect, useRef } from 'react'

/** False once the component has left the page: whatever goes on longer stops then. */
export function useMounted(): RefObject<boolean> {
  const isMounted = useRef(true)
  useEffect(() => {
    isMounted.current = true
    return () => {
      isMounted.current = false
    }
  }, [])
  return isMounted
}
