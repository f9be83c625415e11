package packaging

// Locks are the files in which package managers write down everything that is installed, by
// their names.
var Locks = []string{"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "conda-lock.yml", "pixi.lock", "pylock.toml"}
