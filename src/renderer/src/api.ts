import type { Change } from '@shared/contract/change'
import type { Input, MethodName, Output } from '@shared/contract/contract'
import { openReply } from '@shared/contract/reply'
import { AppError } from '@shared/errors'

function bridge(): Bridge {
  if (window.burr === undefined) {
    throw new AppError({ code: 'internal', message: 'The window was opened without its connection to the program.', action: 'Restart Burr Desktop.' })
  }
  return window.burr
}

/** Calls a method of the contract; throws the AppError the reply carries. */
export async function call<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> {
  return openReply<Output<M>>(await bridge().call(method, input))
}

/** Listens to what changed in the index; gives the function that stops listening. */
export function onChange(listener: (change: Change) => void): () => void {
  return bridge().onChange(listener)
}
