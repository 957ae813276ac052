export type PasswordStrength = 'empty' | 'short' | 'guessable' | 'fair' | 'good'

export const shortestPassword = 8

// What people type first, and what attackers try first; the bank itself checks a far longer list.
const patterns = /^(.)\1+$|password|passwort|qwert|asdf|letmein|welcome|bank|123456|abcdef/i

/**
 * A hint, not a rule: length is what counts, and no kind of character is asked for. The bank decides.
 */
export function passwordStrength(password: string, email = ''): PasswordStrength {
  if (password === '') return 'empty'
  if (password.length < shortestPassword) return 'short'
  const name = email.split('@')[0] ?? ''
  const isAboutThem = name.length > 3 && password.toLowerCase().includes(name.toLowerCase())
  if (isAboutThem || patterns.test(password) || new Set(password).size < 5) return 'guessable'
  return password.length >= 14 ? 'good' : 'fair'
}

export const strengthWords: Readonly<Record<PasswordStrength, string>> = {
  empty: '',
  short: `Too short: at least ${String(shortestPassword)} characters.`,
  guessable: 'Easy to guess. Add another word or two.',
  fair: 'Fair. Longer is better.',
  good: 'Good.',
}
