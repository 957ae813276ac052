import { useSearchParams } from 'react-router'
import { Icon } from '@/components/icon'
import { filterLabel, filterNames, filtersFrom, withFilters } from '../filter-params'

export function FilterChips() {
  const [params, setParams] = useSearchParams()
  const filters = filtersFrom(params)
  const active = filterNames.filter((name) => filters[name] !== '')
  if (active.length === 0) return null
  return (
    <ul className="chips" aria-label="Active filters">
      {active.map((name) => (
        <li key={name}>
          <button
            type="button"
            className="chip"
            onClick={() => {
              setParams(withFilters(params, { [name]: '' }), { preventScrollReset: true })
            }}
          >
            <span className="visually-hidden">Remove filter</span> {filterLabel(name, filters[name])}
            <Icon name="close" size={14} />
          </button>
        </li>
      ))}
    </ul>
  )
}
