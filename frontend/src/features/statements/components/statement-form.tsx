import { type FormEvent, useState } from 'react'
import { AccountSelect } from '@/components/account-select'
import { ProblemSummary } from '@/components/problem-summary'
import { SelectField } from '@/components/select-field'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { fieldErrors } from '@/lib/api/field-errors'
import type { Account, Statement, StatementFile } from '@/lib/api/types'
import { formatMonth } from '@/lib/format'
import { today } from '@/lib/today'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { useMakeStatement } from '../api/statements'
import { checkStatement, dayBefore, monthsBefore, otherPeriod, type StatementAnswers } from '../ask'
import { formats } from '../statement-words'

interface StatementFormProps {
  accounts: readonly Account[]
  /** The account that is looked at already. */
  preselected: string
  onMade: (statement: Statement, format: StatementFile['format']) => void
}

/** Asks for a statement of days that are over. */
export function StatementForm({ accounts, preselected, onMade }: StatementFormProps) {
  const { values, bind } = useFields(initialAnswers(accounts, preselected))
  const [errors, setErrors] = useState<FormErrors>({})
  const make = useMakeStatement()

  function submit(event: FormEvent) {
    event.preventDefault()
    if (make.isPending) return
    const checked = checkStatement(values, today())
    setErrors('errors' in checked ? checked.errors : {})
    if ('errors' in checked) return
    make.mutate(checked.request, {
      onSuccess: (statement) => {
        onMade(statement, values.format as StatementFile['format'])
      },
      onError: (error) => {
        setErrors(fieldErrors(error))
      },
    })
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <AccountSelect label="Account" accounts={accounts} error={errors.account} {...bind('account')} />
      <SelectField label="Period" error={errors.month} {...bind('period')}>
        {monthsBefore(today()).map((month) => (
          <option key={month} value={month}>
            {formatMonth(month)}
          </option>
        ))}
        <option value={otherPeriod}>Other days</option>
      </SelectField>
      {values.period === otherPeriod && (
        <div className="filter-grid">
          <TextField label="First day" type="date" max={dayBefore(today())} error={errors.from} {...bind('from')} />
          <TextField label="Last day" type="date" max={dayBefore(today())} error={errors.to} {...bind('to')} />
        </div>
      )}
      <SelectField label="Format" hint="The other formats are there afterwards too." {...bind('format')}>
        {formats.map(({ format, name }) => (
          <option key={format} value={format}>
            {name}
          </option>
        ))}
      </SelectField>
      <SubmitButton busy={make.isPending}>Make the statement</SubmitButton>
    </form>
  )
}

function initialAnswers(accounts: readonly Account[], preselected: string): StatementAnswers {
  const only = accounts.length === 1 ? accounts[0]?.id : undefined
  return {
    account: accounts.find(({ id }) => id === preselected)?.id ?? only ?? '',
    period: monthsBefore(today(), 1)[0] ?? otherPeriod,
    from: '',
    to: '',
    format: 'pdf',
  }
}
