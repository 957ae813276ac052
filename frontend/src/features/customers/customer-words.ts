import type { Address, Customer, IdentityDocument } from '@/lib/api/types'
import { countryName } from '@/lib/countries'

export const customerStatusWords: Record<Customer['status'], string> = {
  pending: 'We are still checking your details',
  active: 'Active',
  rejected: 'Not accepted',
  closed: 'Closed',
}

export const addressWords: Record<Address['kind'], string> = {
  home: 'Home',
  postal: 'Letters',
  work: 'Work',
  tax: 'Tax',
}

export const documentWords: Record<IdentityDocument['kind'], string> = {
  passport: 'Passport',
  identity_card: 'Identity card',
  driving_licence: 'Driving licence',
  residence_permit: 'Residence permit',
  proof_of_address: 'Proof of address',
  proof_of_income: 'Proof of income',
  other: 'Another document',
}

export const documentStatusWords: Record<IdentityDocument['status'], string> = {
  uploaded: 'We are looking at it',
  verified: 'Accepted',
  rejected: 'Not accepted',
}

export function addressLines({ street, postal_code, city, region, country }: Address): string[] {
  return [street, `${postal_code} ${city}`.trim(), region, countryName(country)].filter(Boolean)
}
