// Imported at the first request: a build has no secrets.
async function answer(request: Request): Promise<Response> {
  const { handler } = await import('../../../../profile-image')
  return handler(request)
}

export { answer as GET, answer as POST, answer as DELETE, answer as OPTIONS }
