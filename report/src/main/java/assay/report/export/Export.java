package assay.report.export;

import java.util.List;

/** An export format. */
public interface Export {
  /** Its name on the command line, such as {@code csv}. */
  String name();

  /** One line for a list of formats. */
  String description();

  /**
   * Writes.
   *
   * @return one file or more; the same input gives the same bytes
   */
  List<ExportFile> export(ExportInput input);
}
