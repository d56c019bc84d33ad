package assay.core.record;

import assay.core.checks.Checks;
import assay.core.telemetry.Share;

/**
 * An energy that could be metered and was refused.
 *
 * @param domain what is metered
 * @param source the source
 * @param share how it would have belonged to the target
 * @param reason why it is not stated, such as a window too short for the counter
 */
public record RefusedEnergy(String domain, String source, Share share, String reason) {
  public RefusedEnergy {
    Checks.text("domain", domain);
    Checks.text("source", source);
    Checks.text("reason", reason);
  }
}
