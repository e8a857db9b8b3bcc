// A stylesheet: imported for its effect. TypeScript wants a declaration beside it.
