import { Link } from 'react-router'
import { useCategories } from '@/features/planning/api/list-categories'
import { CategoryForm } from '@/features/planning/components/category-form'
import { CategoryList } from '@/features/planning/components/category-list'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'

export function Component() {
  const categories = useCategories()
  const own = categories.data?.filter((category) => !category.is_default) ?? []
  return (
    <div className="narrow">
      <Link to="/profile" className="back-link">
        Back to profile
      </Link>
      <PageTitle title="Categories" lead="What a payment can be for." />
      {categories.isPending && <Skeleton rows={3} label="Loading categories" />}
      {!categories.isPending && !categories.data && (
        <ErrorState title="Your categories are not available" error={categories.error} onRetry={() => void categories.refetch()} />
      )}
      {categories.data && (
        <>
          <section className="panel" aria-labelledby="own-categories">
            <h2 id="own-categories">Your own</h2>
            {own.length > 0 ? <CategoryList categories={own} /> : <p className="category-none">You have made none yet.</p>}
          </section>
          <section className="panel" aria-labelledby="new-category">
            <h2 id="new-category">Add one</h2>
            <CategoryForm />
          </section>
          <section className="panel" aria-labelledby="bank-categories">
            <h2 id="bank-categories">From the bank</h2>
            <CategoryList categories={categories.data.filter((category) => category.is_default)} />
          </section>
        </>
      )}
    </div>
  )
}
