/** A question that code asks and a dialog answers; null is a dialog that was closed without an answer. */
export interface Prompt<Question, Answer> {
  ask(question: Question): Promise<Answer | null>
  answer(answer: Answer | null): void
  /** What is asked now, for the dialog. */
  current(): Question | null
  subscribe(listener: () => void): () => void
}

interface Waiting<Question, Answer> {
  readonly question: Question
  readonly resolve: (answer: Answer | null) => void
}

/** One question at a time; the next waits. Without a dialog on the page, nobody would answer: null. */
export function createPrompt<Question, Answer>(): Prompt<Question, Answer> {
  let waiting: readonly Waiting<Question, Answer>[] = []
  const listeners = new Set<() => void>()
  const change = (next: readonly Waiting<Question, Answer>[]) => {
    waiting = next
    listeners.forEach((listener) => {
      listener()
    })
  }
  return {
    ask: (question) =>
      listeners.size === 0
        ? Promise.resolve(null)
        : new Promise((resolve) => {
            change([...waiting, { question, resolve }])
          }),
    answer(answer) {
      const [first, ...rest] = waiting
      change(rest)
      first?.resolve(answer)
    },
    current: () => waiting[0]?.question ?? null,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
