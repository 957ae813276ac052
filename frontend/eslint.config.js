import js from '@eslint/js'
import globals from 'globals'
import jsxA11y from 'eslint-plugin-jsx-a11y'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const features = ['auth', 'accounts', 'transactions', 'customers', 'interest', 'support', 'planning']

// Imports flow one way: lib and components, then features, then portal. Features never see each other.
const fence = (files, forbidden, message) => ({
  files,
  rules: {
    'no-restricted-imports': ['error', { patterns: [{ group: forbidden, message }] }],
  },
})

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'src/lib/api/schema.d.ts'] },
  js.configs.recommended,
  tseslint.configs.strict,
  jsxA11y.flatConfigs.recommended,
  reactHooks.configs.flat.recommended,
  {
    files: ['src/**/*.{ts,tsx}'],
    languageOptions: { globals: globals.browser },
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'Markup from a string can carry a script. Render elements.',
        },
        {
          selector: "CallExpression[callee.name='parseFloat'], MemberExpression[object.name='Number'][property.name='parseFloat']",
          message: 'Money is integer minor units: use lib/money.',
        },
      ],
    },
  },
  { files: ['public/*.js'], languageOptions: { globals: globals.browser, sourceType: 'script' } },
  ...features.map((feature) =>
    fence(
      [`src/features/${feature}/**`],
      [
        '@/portal/*', '@/portal/**', '../../../portal/**',
        ...features.filter((other) => other !== feature).flatMap((other) => [`@/features/${other}/**`, `**/features/${other}/**`, `../../${other}/**`]),
      ],
      'A feature imports lib and components only; portal composes features.',
    ),
  ),
  fence(
    ['src/lib/**', 'src/components/**'],
    ['@/features/**', '@/portal/**', '**/features/**', '**/portal/**'],
    'Shared code knows no feature.',
  ),
)
