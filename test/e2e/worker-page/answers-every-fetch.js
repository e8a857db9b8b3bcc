// @ts-nocheck: the types of a worker's globals and of a page's exclude each other.
// As an app may have one, for its whole origin.
addEventListener('install', () => skipWaiting())
addEventListener('activate', (event) => event.waitUntil(clients.claim()))
addEventListener('fetch', (event) => event.respondWith(fetch(event.request)))
