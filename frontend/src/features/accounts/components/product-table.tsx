import type { AccountType } from '@/lib/api/types'
import { productTerms } from '../product-words'

interface ProductTableProps {
  types: readonly AccountType[]
  interestOf: (code: string) => string
}

/** The products beside each other, a term in each row. */
export function ProductTable({ types, interestOf }: ProductTableProps) {
  const columns = types.map((type) => productTerms(type, interestOf(type.code)))
  return (
    <div className="table-scroll" role="region" aria-label="Accounts compared" tabIndex={0}>
      <table className="rate-table compare">
        <caption className="visually-hidden">The terms of each account</caption>
        <thead>
          <tr>
            <th scope="col">Terms</th>
            {types.map(({ id, name }) => (
              <th key={id} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {columns[0]?.map(({ name }, row) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {columns.map((terms, column) => (
                <td key={types[column]?.id}>{terms[row]?.value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
