import Button from 'react-bootstrap/Button'

interface LoadMoreProps {
  list: {
    readonly hasNextPage: boolean
    readonly isFetchingNextPage: boolean
    readonly isFetchNextPageError: boolean
    fetchNextPage: () => Promise<unknown>
  }
}

/** The next page of a list, where there is one. */
export function LoadMore({ list }: LoadMoreProps) {
  if (!list.hasNextPage) return null
  return (
    <>
      {list.isFetchNextPageError && <p role="alert">The next ones did not load. Try again.</p>}
      <Button
        variant="outline-primary"
        className="load-more"
        aria-disabled={list.isFetchingNextPage}
        onClick={() => {
          if (!list.isFetchingNextPage) void list.fetchNextPage()
        }}
      >
        {list.isFetchingNextPage ? 'Loading…' : 'Load more'}
      </Button>
    </>
  )
}
