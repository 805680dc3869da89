// Placeholder: remove with the first file.
import StarlingModel
