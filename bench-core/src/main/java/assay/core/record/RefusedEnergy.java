package assay.core.record;

import assay.core.checks.Checks;
import assay.core.telemetry.Share;

/**
 * An energy reading that was possible but rejected.
 *
 * @param domain what is measured
 * @param source the source
 * @param share how the domain relates to the target
 * @param reason why it was rejected, such as a window too short for the counter
 */
public record RefusedEnergy(String domain, String source, Share share, String reason) {
  public RefusedEnergy {
    Checks.text("domain", domain);
    Checks.text("source", source);
    Checks.text("reason", reason);
  }
}
