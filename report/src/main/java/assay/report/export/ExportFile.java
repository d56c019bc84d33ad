package assay.report.export;

/**
 * A file of an export.
 *
 * @param name its name, without a folder
 * @param content its text, to be stored as UTF-8
 */
public record ExportFile(String name, String content) {}
