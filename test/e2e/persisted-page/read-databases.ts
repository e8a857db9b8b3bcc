/** Every key and value of every IndexedDB database of this origin. */
export async function readDatabases(): Promise<unknown[]> {
  const rows: unknown[] = []
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await resultOf(indexedDB.open(name))
    for (const storeName of database.objectStoreNames) {
      const store = database.transaction(storeName).objectStore(storeName)
      const [keys, values] = [store.getAllKeys(), store.getAll()]
      rows.push({ name, storeName, keys: await resultOf(keys), values: await resultOf(values) })
    }
    database.close()
  }
  return rows
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB failed.')))
  })
}
