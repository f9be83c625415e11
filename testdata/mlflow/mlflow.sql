PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "runs" (
	run_uuid VARCHAR(32) NOT NULL, 
	name VARCHAR(250), 
	source_type VARCHAR(20), 
	source_name VARCHAR(500), 
	entry_point_name VARCHAR(50), 
	user_id VARCHAR(256), 
	status VARCHAR(9), 
	start_time BIGINT, 
	end_time BIGINT, 
	source_version VARCHAR(50), 
	lifecycle_stage VARCHAR(20), 
	artifact_uri VARCHAR(200), 
	experiment_id INTEGER, deleted_time BIGINT, 
	CONSTRAINT run_pk PRIMARY KEY (run_uuid), 
	CONSTRAINT runs_lifecycle_stage CHECK (lifecycle_stage IN ('active', 'deleted')), 
	CONSTRAINT source_type CHECK (source_type IN ('NOTEBOOK', 'JOB', 'LOCAL', 'UNKNOWN', 'PROJECT')), 
	FOREIGN KEY(experiment_id) REFERENCES experiments (experiment_id), 
	CHECK (status IN ('SCHEDULED', 'FAILED', 'FINISHED', 'RUNNING', 'KILLED'))
);
INSERT INTO runs VALUES('069e48703b01483e88bf26cc89c04fd3','first','UNKNOWN','','','unknown','FINISHED',1750000000000,1750000060000,'','active','/srv/ml/db/mlruns/1/069e48703b01483e88bf26cc89c04fd3/artifacts',1,NULL);
INSERT INTO runs VALUES('7bbb02ad84c549dfa95637c23a3920bc','second','UNKNOWN','','','unknown','FINISHED',1750000100000,1750000160000,'','active','/srv/ml/db/mlruns/1/7bbb02ad84c549dfa95637c23a3920bc/artifacts',1,NULL);
INSERT INTO runs VALUES('df549e68d58c4d6a9f7c038213cb0ed3','third','UNKNOWN','','','unknown','FAILED',1750000200000,1750000260000,'','active','/srv/ml/db/mlruns/1/df549e68d58c4d6a9f7c038213cb0ed3/artifacts',1,NULL);
INSERT INTO runs VALUES('828b061fed804e8ab6f70b1a7cc44b4e','gone','UNKNOWN','','','unknown','FINISHED',1750000300000,1750000360000,'','deleted','/srv/ml/db/mlruns/1/828b061fed804e8ab6f70b1a7cc44b4e/artifacts',1,1795445905413);
INSERT INTO runs VALUES('eab89c4e1b05445cb2ada6a676409744','going','UNKNOWN','','','unknown','RUNNING',1750000400000,NULL,'','active','/srv/ml/db/mlruns/1/eab89c4e1b05445cb2ada6a676409744/artifacts',1,NULL);
CREATE TABLE IF NOT EXISTS "latest_metrics" (
	"key" VARCHAR(250) NOT NULL, 
	value FLOAT NOT NULL, 
	timestamp BIGINT, 
	step BIGINT NOT NULL, 
	is_nan BOOLEAN NOT NULL, 
	run_uuid VARCHAR(32) NOT NULL, 
	CONSTRAINT latest_metric_pk PRIMARY KEY ("key", run_uuid), 
	FOREIGN KEY(run_uuid) REFERENCES runs (run_uuid), 
	CHECK (is_nan IN (0, 1))
);
INSERT INTO latest_metrics VALUES('accuracy',0.91234567890123452471,1750000000002,10,0,'069e48703b01483e88bf26cc89c04fd3');
INSERT INTO latest_metrics VALUES('loss',0.0,1750000000001,0,1,'069e48703b01483e88bf26cc89c04fd3');
INSERT INTO latest_metrics VALUES('up',1.7976931348623156223e+308,1750000000001,0,0,'069e48703b01483e88bf26cc89c04fd3');
INSERT INTO latest_metrics VALUES('down',-1.7976931348623156223e+308,1750000000001,0,0,'069e48703b01483e88bf26cc89c04fd3');
INSERT INTO latest_metrics VALUES('zero',0.0,1750000000001,0,0,'069e48703b01483e88bf26cc89c04fd3');
INSERT INTO latest_metrics VALUES('tiny/rate of change',1.000000000000000025e-300,1750000000001,-1,0,'069e48703b01483e88bf26cc89c04fd3');
INSERT INTO latest_metrics VALUES('accuracy',0.9000000000000000222,1750000100001,0,0,'7bbb02ad84c549dfa95637c23a3920bc');
CREATE TABLE IF NOT EXISTS "metrics" (
	"key" VARCHAR(250) NOT NULL, 
	value FLOAT NOT NULL, 
	timestamp BIGINT NOT NULL, 
	run_uuid VARCHAR(32) NOT NULL, 
	step BIGINT DEFAULT '0' NOT NULL, 
	is_nan BOOLEAN DEFAULT '0' NOT NULL, 
	CONSTRAINT metric_pk PRIMARY KEY ("key", timestamp, step, run_uuid, value, is_nan), 
	FOREIGN KEY(run_uuid) REFERENCES runs (run_uuid), 
	CHECK (is_nan IN (0, 1))
);
INSERT INTO metrics VALUES('accuracy',0.5,1750000000001,'069e48703b01483e88bf26cc89c04fd3',3,0);
INSERT INTO metrics VALUES('accuracy',0.91234567890123452471,1750000000002,'069e48703b01483e88bf26cc89c04fd3',10,0);
INSERT INTO metrics VALUES('accuracy',0.25,1750000000003,'069e48703b01483e88bf26cc89c04fd3',7,0);
INSERT INTO metrics VALUES('loss',0.0,1750000000001,'069e48703b01483e88bf26cc89c04fd3',0,1);
INSERT INTO metrics VALUES('up',1.7976931348623156223e+308,1750000000001,'069e48703b01483e88bf26cc89c04fd3',0,0);
INSERT INTO metrics VALUES('down',-1.7976931348623156223e+308,1750000000001,'069e48703b01483e88bf26cc89c04fd3',0,0);
INSERT INTO metrics VALUES('zero',0.0,1750000000001,'069e48703b01483e88bf26cc89c04fd3',0,0);
INSERT INTO metrics VALUES('tiny/rate of change',1.000000000000000025e-300,1750000000001,'069e48703b01483e88bf26cc89c04fd3',-1,0);
INSERT INTO metrics VALUES('accuracy',0.9000000000000000222,1750000100001,'7bbb02ad84c549dfa95637c23a3920bc',0,0);
CREATE TABLE inputs (
	input_uuid VARCHAR(36) NOT NULL, 
	source_type VARCHAR(36) NOT NULL, 
	source_id VARCHAR(36) NOT NULL, 
	destination_type VARCHAR(36) NOT NULL, 
	destination_id VARCHAR(36) NOT NULL, step BIGINT DEFAULT '0' NOT NULL, 
	CONSTRAINT inputs_pk PRIMARY KEY (source_type, source_id, destination_type, destination_id)
);
INSERT INTO inputs VALUES('e052b8423bc24fed8de7d4678a53b83f','DATASET','f89907aa201942169789b199bc0125e7','RUN','069e48703b01483e88bf26cc89c04fd3',0);
CREATE TABLE input_tags (
	input_uuid VARCHAR(36) NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	value VARCHAR(500) NOT NULL, 
	CONSTRAINT input_tags_pk PRIMARY KEY (input_uuid, name)
);
INSERT INTO input_tags VALUES('e052b8423bc24fed8de7d4678a53b83f','mlflow.data.context','training');
CREATE TABLE IF NOT EXISTS "params" (
	"key" VARCHAR(250) NOT NULL, 
	value VARCHAR(8000) NOT NULL, 
	run_uuid VARCHAR(32) NOT NULL, 
	CONSTRAINT param_pk PRIMARY KEY ("key", run_uuid), 
	FOREIGN KEY(run_uuid) REFERENCES runs (run_uuid)
);
INSERT INTO params VALUES('lr','1e-05','069e48703b01483e88bf26cc89c04fd3');
INSERT INTO params VALUES('train/depth','3','069e48703b01483e88bf26cc89c04fd3');
INSERT INTO params VALUES('seed','None','069e48703b01483e88bf26cc89c04fd3');
INSERT INTO params VALUES('shuffle','True','069e48703b01483e88bf26cc89c04fd3');
INSERT INTO params VALUES('größe','ß','069e48703b01483e88bf26cc89c04fd3');
INSERT INTO params VALUES('empty','','069e48703b01483e88bf26cc89c04fd3');
INSERT INTO params VALUES('multi',replace('a\nb','\n',char(10)),'069e48703b01483e88bf26cc89c04fd3');
INSERT INTO params VALUES('layers','[1, 2]','069e48703b01483e88bf26cc89c04fd3');
INSERT INTO params VALUES('lr','0.1','7bbb02ad84c549dfa95637c23a3920bc');
INSERT INTO params VALUES('lr','0.2','df549e68d58c4d6a9f7c038213cb0ed3');
INSERT INTO params VALUES('lr','0.3','828b061fed804e8ab6f70b1a7cc44b4e');
INSERT INTO params VALUES('lr','0.4','eab89c4e1b05445cb2ada6a676409744');
CREATE TABLE IF NOT EXISTS "tags" (
	"key" VARCHAR(250) NOT NULL, 
	value VARCHAR(8000), 
	run_uuid VARCHAR(32) NOT NULL, 
	CONSTRAINT tag_pk PRIMARY KEY ("key", run_uuid), 
	FOREIGN KEY(run_uuid) REFERENCES runs (run_uuid)
);
INSERT INTO tags VALUES('mlflow.source.git.commit','0123456789abcdef0123456789abcdef01234567','069e48703b01483e88bf26cc89c04fd3');
INSERT INTO tags VALUES('reproduce.id','it''s 1','069e48703b01483e88bf26cc89c04fd3');
INSERT INTO tags VALUES('mlflow.runName','first','069e48703b01483e88bf26cc89c04fd3');
INSERT INTO tags VALUES('mlflow.runName','second','7bbb02ad84c549dfa95637c23a3920bc');
INSERT INTO tags VALUES('mlflow.runName','third','df549e68d58c4d6a9f7c038213cb0ed3');
INSERT INTO tags VALUES('mlflow.runName','gone','828b061fed804e8ab6f70b1a7cc44b4e');
INSERT INTO tags VALUES('mlflow.runName','going','eab89c4e1b05445cb2ada6a676409744');
CREATE TABLE IF NOT EXISTS "datasets" (
	dataset_uuid VARCHAR(36) NOT NULL, 
	experiment_id INTEGER NOT NULL, 
	name VARCHAR(500) NOT NULL, 
	digest VARCHAR(36) NOT NULL, 
	dataset_source_type VARCHAR(36) NOT NULL, 
	dataset_source TEXT NOT NULL, 
	dataset_schema TEXT, 
	dataset_profile TEXT, 
	CONSTRAINT dataset_pk PRIMARY KEY (experiment_id, name, digest), 
	CONSTRAINT fk_datasets_experiment_id_experiments FOREIGN KEY(experiment_id) REFERENCES experiments (experiment_id) ON DELETE CASCADE
);
INSERT INTO datasets VALUES('f89907aa201942169789b199bc0125e7',1,'iris.csv','2fa1b0c3','http','{"url": "https://example.org/iris.csv"}',NULL,NULL);
CREATE TABLE logged_models (
	model_id VARCHAR(36) NOT NULL, 
	experiment_id INTEGER NOT NULL, 
	name VARCHAR(500) NOT NULL, 
	artifact_location VARCHAR(1000) NOT NULL, 
	creation_timestamp_ms BIGINT NOT NULL, 
	last_updated_timestamp_ms BIGINT NOT NULL, 
	status INTEGER NOT NULL, 
	lifecycle_stage VARCHAR(32), 
	model_type VARCHAR(500), 
	source_run_id VARCHAR(32), 
	status_message VARCHAR(1000), 
	CONSTRAINT logged_models_pk PRIMARY KEY (model_id), 
	CONSTRAINT logged_models_lifecycle_stage_check CHECK (lifecycle_stage IN ('active', 'deleted')), 
	CONSTRAINT fk_logged_models_experiment_id FOREIGN KEY(experiment_id) REFERENCES experiments (experiment_id) ON DELETE CASCADE
);
INSERT INTO logged_models VALUES('m-cd740f278e1647178119f2ff1edef9c4',1,'model','/srv/ml/db/mlruns/1/models/m-cd740f278e1647178119f2ff1edef9c4/artifacts',1795445904139,1795445904192,2,'active',NULL,'069e48703b01483e88bf26cc89c04fd3',NULL);
INSERT INTO logged_models VALUES('m-9db696ad5e924acd8fb5a5e00a92fd29',1,'model','/srv/ml/db/mlruns/1/models/m-9db696ad5e924acd8fb5a5e00a92fd29/artifacts',1795445904679,1795445904728,2,'active',NULL,'df549e68d58c4d6a9f7c038213cb0ed3',NULL);
CREATE TABLE IF NOT EXISTS "experiments" (
	experiment_id INTEGER NOT NULL, 
	name VARCHAR(256) NOT NULL, 
	artifact_location VARCHAR(256), 
	lifecycle_stage VARCHAR(32), 
	creation_time BIGINT, 
	last_update_time BIGINT, 
	workspace VARCHAR(63) DEFAULT 'default' NOT NULL, 
	CONSTRAINT experiment_pk PRIMARY KEY (experiment_id), 
	CONSTRAINT experiments_lifecycle_stage CHECK (lifecycle_stage IN ('active', 'deleted')), 
	CONSTRAINT uq_experiments_workspace_name UNIQUE (workspace, name)
);
INSERT INTO experiments VALUES(0,'Default','/srv/ml/db/mlruns/0','active',1795445903779,1795445903779,'default');
INSERT INTO experiments VALUES(1,'iris','/srv/ml/db/mlruns/1','active',1795445903803,1795445903803,'default');
CREATE TABLE IF NOT EXISTS "registered_models" (
	name VARCHAR(256) NOT NULL, 
	creation_time BIGINT, 
	last_updated_time BIGINT, 
	description VARCHAR(5000), 
	workspace VARCHAR(63) DEFAULT 'default' NOT NULL, 
	CONSTRAINT registered_model_pk PRIMARY KEY (workspace, name)
);
INSERT INTO registered_models VALUES('churn',1795445904099,1795445905030,'who leaves','default');
INSERT INTO registered_models VALUES('blessed',1795445905180,1795445905237,NULL,'default');
INSERT INTO registered_models VALUES('empty',1795445905267,1795445905267,NULL,'default');
CREATE TABLE IF NOT EXISTS "model_versions" (
	name VARCHAR(256) NOT NULL, 
	version INTEGER NOT NULL, 
	creation_time BIGINT, 
	last_updated_time BIGINT, 
	description VARCHAR(5000), 
	user_id VARCHAR(256), 
	current_stage VARCHAR(20), 
	source VARCHAR(500), 
	run_id VARCHAR(32), 
	status VARCHAR(20), 
	status_message VARCHAR(500), 
	run_link VARCHAR(500), 
	storage_location VARCHAR(500), 
	workspace VARCHAR(63) DEFAULT 'default' NOT NULL, 
	CONSTRAINT model_version_pk PRIMARY KEY (workspace, name, version), 
	CONSTRAINT fk_model_versions_registered_models FOREIGN KEY(workspace, name) REFERENCES registered_models (workspace, name) ON UPDATE CASCADE
);
INSERT INTO model_versions VALUES('churn',1,1795445904231,1795445904231,NULL,NULL,'None','models:/m-cd740f278e1647178119f2ff1edef9c4','069e48703b01483e88bf26cc89c04fd3','READY',NULL,NULL,'/srv/ml/db/mlruns/1/models/m-cd740f278e1647178119f2ff1edef9c4/artifacts','default');
INSERT INTO model_versions VALUES('churn',2,1795445904426,1795445904480,NULL,NULL,'Production','runs:/7bbb02ad84c549dfa95637c23a3920bc/model','7bbb02ad84c549dfa95637c23a3920bc','READY',NULL,NULL,'runs:/7bbb02ad84c549dfa95637c23a3920bc/model','default');
INSERT INTO model_versions VALUES('churn',3,1795445904743,1795445904743,NULL,NULL,'None','models:/m-9db696ad5e924acd8fb5a5e00a92fd29','df549e68d58c4d6a9f7c038213cb0ed3','READY',NULL,NULL,'/srv/ml/db/mlruns/1/models/m-9db696ad5e924acd8fb5a5e00a92fd29/artifacts','default');
INSERT INTO model_versions VALUES('churn',4,1795445904775,1795445904775,NULL,NULL,'None','runs:/7bbb02ad84c549dfa95637c23a3920bc/model','7bbb02ad84c549dfa95637c23a3920bc','READY',NULL,NULL,'runs:/7bbb02ad84c549dfa95637c23a3920bc/model','default');
INSERT INTO model_versions VALUES('churn',5,1795445904809,1795445904809,NULL,NULL,'None','runs:/7bbb02ad84c549dfa95637c23a3920bc/model','7bbb02ad84c549dfa95637c23a3920bc','READY',NULL,NULL,'runs:/7bbb02ad84c549dfa95637c23a3920bc/model','default');
INSERT INTO model_versions VALUES('churn',6,1795445904843,1795445904843,NULL,NULL,'None','runs:/7bbb02ad84c549dfa95637c23a3920bc/model','7bbb02ad84c549dfa95637c23a3920bc','READY',NULL,NULL,'runs:/7bbb02ad84c549dfa95637c23a3920bc/model','default');
INSERT INTO model_versions VALUES('churn',7,1795445904871,1795445904871,NULL,NULL,'None','runs:/7bbb02ad84c549dfa95637c23a3920bc/model','7bbb02ad84c549dfa95637c23a3920bc','READY',NULL,NULL,'runs:/7bbb02ad84c549dfa95637c23a3920bc/model','default');
INSERT INTO model_versions VALUES('churn',8,1795445904965,1795445904965,NULL,NULL,'None','runs:/7bbb02ad84c549dfa95637c23a3920bc/model','7bbb02ad84c549dfa95637c23a3920bc','READY',NULL,NULL,'runs:/7bbb02ad84c549dfa95637c23a3920bc/model','default');
INSERT INTO model_versions VALUES('churn',9,1795445904999,1795445904999,NULL,NULL,'None','runs:/7bbb02ad84c549dfa95637c23a3920bc/model','7bbb02ad84c549dfa95637c23a3920bc','READY',NULL,NULL,'runs:/7bbb02ad84c549dfa95637c23a3920bc/model','default');
INSERT INTO model_versions VALUES('churn',10,1795445905030,1795445905030,NULL,NULL,'None','runs:/7bbb02ad84c549dfa95637c23a3920bc/model','7bbb02ad84c549dfa95637c23a3920bc','READY',NULL,NULL,'runs:/7bbb02ad84c549dfa95637c23a3920bc/model','default');
INSERT INTO model_versions VALUES('blessed',1,1795445905237,1795445905237,NULL,NULL,'None','models:/churn/1','069e48703b01483e88bf26cc89c04fd3','READY',NULL,NULL,'/srv/ml/db/mlruns/1/models/m-cd740f278e1647178119f2ff1edef9c4/artifacts','default');
CREATE TABLE IF NOT EXISTS "registered_model_tags" (
	"key" VARCHAR(250) NOT NULL, 
	value VARCHAR(5000), 
	name VARCHAR(256) NOT NULL, 
	workspace VARCHAR(63) DEFAULT 'default' NOT NULL, 
	CONSTRAINT registered_model_tag_pk PRIMARY KEY (workspace, "key", name), 
	CONSTRAINT fk_registered_model_tags_registered_models FOREIGN KEY(workspace, name) REFERENCES registered_models (workspace, name) ON UPDATE CASCADE
);
INSERT INTO registered_model_tags VALUES('team','a','churn','default');
CREATE TABLE IF NOT EXISTS "model_version_tags" (
	"key" VARCHAR(250) NOT NULL, 
	value TEXT, 
	name VARCHAR(256) NOT NULL, 
	version INTEGER NOT NULL, 
	workspace VARCHAR(63) DEFAULT 'default' NOT NULL, 
	CONSTRAINT model_version_tag_pk PRIMARY KEY (workspace, "key", name, version), 
	CONSTRAINT fk_model_version_tags_model_versions FOREIGN KEY(workspace, name, version) REFERENCES model_versions (workspace, name, version) ON UPDATE CASCADE
);
INSERT INTO model_version_tags VALUES('checked','yes','churn',1,'default');
INSERT INTO model_version_tags VALUES('checked','yes','blessed',1,'default');
CREATE TABLE IF NOT EXISTS "registered_model_aliases" (
	alias VARCHAR(256) NOT NULL, 
	version INTEGER NOT NULL, 
	name VARCHAR(256) NOT NULL, 
	workspace VARCHAR(63) DEFAULT 'default' NOT NULL, 
	CONSTRAINT registered_model_alias_pk PRIMARY KEY (workspace, name, alias), 
	CONSTRAINT fk_registered_model_aliases_registered_models FOREIGN KEY(workspace, name) REFERENCES registered_models (workspace, name) ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO registered_model_aliases VALUES('champion',1,'churn','default');
INSERT INTO registered_model_aliases VALUES('oldest',1,'churn','default');
INSERT INTO registered_model_aliases VALUES('Production',3,'churn','default');
COMMIT;
