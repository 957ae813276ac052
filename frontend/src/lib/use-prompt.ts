import { useSyncExternalStore } from 'react'
import type { Prompt } from './prompt'

/** The question that waits for this dialog, or null. */
export function usePrompt<Question, Answer>(prompt: Prompt<Question, Answer>): Question | null {
  return useSyncExternalStore(prompt.subscribe, prompt.current)
}
