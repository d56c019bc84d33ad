package assay.report.procurement;

/**
 * A file that figures come from.
 *
 * @param name within the run's folder, such as {@code run.json}
 * @param bytes its size
 * @param sha256 64 hexadecimal digits
 */
record RecordFile(String name, long bytes, String sha256) {}
