import './example.tsx'
