import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse } from 'msw'
import { beforeEach, expect, it, vi } from 'vitest'
import { mintToken } from '@/lib/api/session'
import { answers, listOf, refusal } from '@/testing/answers'
import { ada } from '@/testing/fixtures'
import { openPortal } from '@/testing/portal'

const home = {
  id: 'a1',
  kind: 'home',
  street: 'Old Lane 1',
  postal_code: '20095',
  city: 'Hamburg',
  region: '',
  country: 'DE',
  valid_from: '2026-05-03T10:00:00Z',
  valid_to: null,
}
const passport = {
  id: 'd1',
  kind: 'passport',
  number: 'C01X00T47',
  country: 'DE',
  issued_date: null,
  expires_date: '2030-01-31',
  media_type: 'application/pdf',
  size_bytes: 1_400_000,
  sha256: '',
  status: 'uploaded',
  uploaded_at: '2026-11-21T10:00:00Z',
  decided_at: null,
}

beforeEach(mintToken)

const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }))

it('shows the record, and sends only what was changed', async () => {
  const sent = answers('patch', 'customers/me', { ...ada, occupation: 'Gardener' })
  openPortal('/profile')
  const about = within(await screen.findByRole('region', { name: 'About you' }))
  expect(await about.findByText('Ada Lovelace')).toBeVisible()
  expect(about.getByText('English')).toBeVisible()
  await userEvent.click(about.getByRole('link', { name: 'Change occupation' }))
  await userEvent.clear(await screen.findByLabelText('Occupation (optional)'))
  await userEvent.type(screen.getByLabelText('Occupation (optional)'), 'Gardener')
  await press('Save')
  expect(await screen.findByText('Your contact details are saved.')).toBeVisible()
  expect(screen.getByText('Gardener')).toBeVisible()
  expect(sent.map(({ body }) => body)).toEqual([{ occupation: 'Gardener' }])
})

it('says which of the contact details is not right', async () => {
  answers('patch', 'customers/me', () => refusal(400, 'invalid', { errors: { phone: [{ code: 'invalid', message: 'This is no phone number.' }] } }))
  openPortal('/profile/contact')
  await userEvent.clear(await screen.findByLabelText('Phone'))
  await press('Save')
  expect(await screen.findByRole('alert')).toHaveTextContent('Enter your phone number.')
  await userEvent.type(screen.getByLabelText('Phone'), '12')
  await press('Save')
  await waitFor(() => {
    expect(screen.getByRole('alert')).toHaveTextContent('This is no phone number.')
  })
  expect(screen.getByLabelText('Phone')).toBeInvalid()
})

it('moves an address and keeps the one before', async () => {
  let now: object[] = []
  answers('get', 'customers/:id/addresses', () => listOf(now))
  const sent = answers('post', 'customers/:id/addresses', () => {
    now = [{ ...home, id: 'a2', street: 'New Street 2' }, { ...home, valid_to: '2026-11-21T10:00:00Z' }]
    return HttpResponse.json(now[0], { status: 201 })
  })
  openPortal('/profile/addresses')
  expect(await screen.findByText('You have given no address yet.')).toBeVisible()
  await press('Save the address')
  expect(await screen.findByRole('alert')).toHaveTextContent('Choose the country.')
  await userEvent.type(screen.getByLabelText('Street and number'), 'New Street 2')
  await userEvent.type(screen.getByLabelText('Postal code'), '20095')
  await userEvent.type(screen.getByLabelText('Town or city'), 'Hamburg')
  await userEvent.selectOptions(screen.getByLabelText('Country'), 'Germany')
  await press('Save the address')
  expect(await screen.findByText('Saved. It is your address for home from today on.')).toBeVisible()
  expect(await screen.findByText('New Street 2')).toBeVisible()
  expect(screen.getByText('Earlier addresses (1)')).toBeVisible()
  expect(sent[0]?.body).toEqual({ kind: 'home', street: 'New Street 2', postal_code: '20095', city: 'Hamburg', region: '', country: 'DE' })
})

it('ends an address for letters, and not the home', async () => {
  answers('get', 'customers/:id/addresses', listOf([home, { ...home, id: 'a2', kind: 'postal' }]))
  const ended = answers('delete', 'customers/:id/addresses/:address', { ...home, valid_to: '2026-11-21T10:00:00Z' })
  openPortal('/profile/addresses')
  await press('End the address for letters')
  expect(screen.queryByRole('button', { name: 'End the address for home' })).toBeNull()
  expect(ended[0]?.path).toMatch(/addresses\/a2$/)
})

it('refuses a file by its kind before it leaves, then hands one in', async () => {
  let held: object[] = []
  answers('get', 'customers/:id/documents', () => listOf(held))
  const sent = answers('post', 'customers/:id/documents', (_, count) => {
    if (count === 1) return refusal(400, 'document_unreadable', { detail: 'This is no whole PDF. Scan it again.' })
    held = [passport]
    return HttpResponse.json(passport, { status: 201 })
  })
  openPortal('/profile/documents')
  expect(await screen.findByText('No documents yet')).toBeVisible()
  const user = userEvent.setup({ applyAccept: false })
  const picker = screen.getByLabelText('File')
  await press('Hand it in')
  expect(await screen.findByRole('alert')).toHaveTextContent('Choose the photo or the scan.')
  await user.upload(picker, new File(['a'], 'letter.txt', { type: 'text/plain' }))
  await press('Hand it in')
  expect(await screen.findByRole('alert')).toHaveTextContent('Choose a JPEG, a PNG or a PDF.')
  expect(sent).toHaveLength(0)

  await user.upload(picker, new File(['%PDF-1.7'], 'passport.pdf', { type: 'application/pdf' }))
  expect(screen.getByText('passport.pdf, 8 bytes')).toBeVisible()
  await press('Hand it in')
  await waitFor(() => {
    expect(screen.getByRole('alert')).toHaveTextContent('This is no whole PDF. Scan it again.')
  })
  await press('Hand it in')
  expect(await screen.findByText('We have it. We tell you here once we have looked at it.')).toBeVisible()
  expect(await screen.findByText(/Number C01X00T47, valid until 31 Jan 2030/)).toBeVisible()
  expect(screen.getByText('We are looking at it')).toBeVisible()
})

it('downloads all data, and says when it could not', async () => {
  const saved: string[] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
    saved.push(this.download)
  })
  URL.createObjectURL = () => 'blob:x'
  URL.revokeObjectURL = () => undefined
  answers('get', 'customers/me/data', (_, count) =>
    count === 1 ? refusal(503, 'service_unavailable') : new HttpResponse(new Uint8Array([80, 75]), { headers: { 'Content-Type': 'application/zip' } }),
  )
  openPortal('/profile')
  await press('Download my data')
  expect(await screen.findByRole('alert')).toHaveTextContent('service_unavailable.')
  await press('Download my data')
  expect(await screen.findByText('Your data was downloaded.')).toBeInTheDocument()
  expect(saved).toEqual(['my-data.zip'])
})
