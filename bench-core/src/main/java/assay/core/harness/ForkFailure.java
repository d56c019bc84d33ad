package assay.core.harness;

import assay.core.availability.Remedy;
import assay.core.record.CellStatus;
import org.jspecify.annotations.Nullable;

/** A fork cannot give a figure; carries the status and the remedy to the report. */
final class ForkFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final CellStatus status;
  private final transient @Nullable Remedy remedy;

  ForkFailure(CellStatus status, String reason, @Nullable Remedy remedy) {
    super(reason);
    this.status = status;
    this.remedy = remedy;
  }

  CellStatus status() {
    return status;
  }

  @Nullable Remedy remedy() {
    return remedy;
  }
}
