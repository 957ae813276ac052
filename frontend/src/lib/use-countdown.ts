import { useEffect, useState } from 'react'

/** Seconds that are left, down to 0, and a way to start anew. */
export function useCountdown(seconds: number): [number, () => void] {
  const [left, setLeft] = useState(seconds)
  useEffect(() => {
    if (left === 0) return
    const timer = setTimeout(() => {
      setLeft(left - 1)
    }, 1000)
    return () => {
      clearTimeout(timer)
    }
  }, [left])
  return [
    left,
    () => {
      setLeft(seconds)
    },
  ]
}
