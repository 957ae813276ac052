import { Brand } from '@/components/brand'

export function Starting() {
  return (
    <div className="starting" role="status">
      <Brand />
      <span className="visually-hidden">Loading</span>
    </div>
  )
}
