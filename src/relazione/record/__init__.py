"""The room `record`: the store, where claims, decisions and links go in and facts come out."""
