{
    "name": "Replenishment Planning: Job Queue",
    "summary": "Planning and ordering runs as jobs that several hosts share",
    "version": "17.0.1.0.0",
    "category": "Inventory/Inventory",
    "author": "Replenishment Planning Contributors",
    "license": "LGPL-3",
    "depends": ["stock_replenish_sync", "queue_job"],
    "data": ["data/queue_job_data.xml"],
    "auto_install": True,
    "installable": True,
}
