import { createRef } from 'react'
import { describe, expect, test, vi } from 'vitest'
import { joinClasses, mergeProps, mergeRefs } from '../../src/react/merge-props.ts'

describe('mergeProps', () => {
  test('lets theirs win, but not when they are undefined', () => {
    const merged = mergeProps({ id: 'theirs', title: undefined }, { id: 'ours', title: 'ours', lang: 'en' })
    expect(merged).toEqual({ id: 'theirs', title: 'ours', lang: 'en' })
  })

  test('joins classes and styles', () => {
    const merged = mergeProps(
      { className: 'theirs', style: { color: 'red' } },
      { className: 'ours', style: { color: 'blue', margin: 0 } },
    )
    expect(merged).toEqual({ className: 'theirs ours', style: { color: 'red', margin: 0 } })
  })

  test('runs their handler first, and ours unless they have prevented it', () => {
    const calls: string[] = []
    const press = (theirs: (event: Event) => void) => {
      calls.length = 0
      const { onClick } = mergeProps({ onClick: theirs }, { onClick: () => calls.push('ours') })
      ;(onClick as (event: Event) => void)(new Event('click', { cancelable: true }))
      return calls
    }
    expect(press(() => calls.push('theirs'))).toEqual(['theirs', 'ours'])
    expect(press((event) => event.preventDefault())).toEqual([])
  })

  test('takes a handler that only one side has as it is', () => {
    const onClick = vi.fn<() => void>()
    expect(mergeProps({ onClick }, {})['onClick']).toBe(onClick)
    expect(mergeProps({}, { onClick })['onClick']).toBe(onClick)
    expect(mergeProps({ onClick }, { onClick: undefined })['onClick']).toBe(onClick)
  })
})

test('joinClasses leaves out what is empty, and is undefined when nothing is left', () => {
  expect(joinClasses('a', undefined, '', 'b')).toBe('a b')
  expect(joinClasses(undefined, '')).toBeUndefined()
})

describe('mergeRefs', () => {
  test('is the ref itself while there is only one', () => {
    const ref = createRef<string>()
    expect(mergeRefs(null, ref, undefined)).toBe(ref)
    expect(mergeRefs<string>()).toBeNull()
  })

  test('gives the element to all, and takes it from all', () => {
    const object = createRef<string>()
    const old = vi.fn<(element: string | null) => void>()
    const cleanUp = vi.fn<() => void>()
    const merged = mergeRefs(object, old, () => cleanUp)
    if (typeof merged !== 'function') throw new TypeError('It is not a function.')

    expect(merged('element')).toBeUndefined()
    expect(object.current).toBe('element')
    expect(old.mock.calls).toEqual([['element']])
    expect(cleanUp).not.toHaveBeenCalled()

    void merged(null)
    expect(object.current).toBeNull()
    expect(old.mock.calls).toEqual([['element'], [null]])
    expect(cleanUp).toHaveBeenCalledOnce()
  })
})
