/** The languages that the bank writes in. */
export const languages: Readonly<Record<string, string>> = {
  en: 'English',
  cs: 'Čeština',
  de: 'Deutsch',
  es: 'Español',
  hi: 'हिन्दी',
  ar: 'العربية',
}
