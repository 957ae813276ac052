import type { Category } from '@/lib/api/types'

export function CategoryList({ categories }: { categories: readonly Category[] }) {
  return (
    <ul className="category-list">
      {categories.map(({ id, name }) => (
        <li key={id} className="tag">
          {name}
        </li>
      ))}
    </ul>
  )
}
