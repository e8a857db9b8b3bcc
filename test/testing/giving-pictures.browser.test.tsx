import './giving-pictures.tsx'
