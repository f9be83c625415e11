package mlflow

// MetadataFile is where training code commonly leaves the id of its run.
const MetadataFile = "models/model_metadata.json"
