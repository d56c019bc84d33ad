package assay.core.telemetry;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which domains belong to a device: a target on an accelerator owns that accelerator's board, an
 * accelerator that cannot be identified owns nothing, and every other target owns the host's
 * packages and memory. If none of the host's packages is metered, the nearest enclosing meter is
 * used instead: platform, then wall, then battery.
 *
 * <p>A domain that exists but has no meter is asked for as well: one that is the device's own
 * leaves it without a total, since a part must not be taken for the whole.
 */
public final class Attribution {
  /** Device detail that identifies its accelerator: a PCI address, as in {@link Domain#device}. */
  public static final String DEVICE_KEY = "telemetryKey";

  /**
   * Device detail in place of {@link #DEVICE_KEY} for an accelerator that no telemetry can be
   * attributed to; the value says why, in one line.
   */
  public static final String UNATTRIBUTED = "telemetryUnattributed";

  private static final List<Domain.Kind> AROUND =
      List.of(Domain.Kind.PLATFORM, Domain.Kind.WALL, Domain.Kind.BATTERY);

  private final boolean unattributed;
  private final Optional<String> accelerator;
  private final List<Domain> metered;

  /**
   * @param deviceDetails details of the device that a target ran on
   * @param metered every domain whose energy or power some instrument measures
   */
  public Attribution(Map<String, String> deviceDetails, List<Domain> metered) {
    this.unattributed = deviceDetails.containsKey(UNATTRIBUTED);
    this.accelerator = Optional.ofNullable(deviceDetails.get(DEVICE_KEY));
    this.metered = List.copyOf(metered);
  }

  /** How this domain relates to the device. */
  public Share of(Domain domain) {
    if (metered.stream().anyMatch(d -> d.id().equals(domain.parent()))) {
      return Share.PART;
    }
    if (unattributed) {
      return Share.SURROUNDING;
    }
    boolean own =
        domain.parent() == null
            && accelerator.map(key -> key.equals(domain.device())).orElseGet(() -> host(domain));
    return own ? Share.PRIMARY : Share.SURROUNDING;
  }

  private boolean host(Domain domain) {
    return domain.device() == null
        && switch (domain.kind()) {
          case PACKAGE, DRAM -> packages();
          case PLATFORM, WALL, BATTERY -> isNearestEnclosing(domain.kind());
          case CORES, UNCORE, GPU, BOARD, HOST, PROCESS -> false;
        };
  }

  private boolean packages() {
    return metered.stream().anyMatch(d -> d.kind() == Domain.Kind.PACKAGE);
  }

  private boolean isNearestEnclosing(Domain.Kind kind) {
    return !packages()
        && AROUND.stream()
            .filter(around -> metered.stream().anyMatch(d -> owned(d, around)))
            .findFirst()
            .filter(kind::equals)
            .isPresent();
  }

  /** Excludes a platform sensor of unknown extent, which has a parent that is not metered. */
  private static boolean owned(Domain domain, Domain.Kind kind) {
    return domain.kind() == kind && domain.parent() == null;
  }

  /** Whether a channel is relevant to the device: the host's always are. */
  public boolean concerns(Domain domain) {
    return domain.device() == null || accelerator.map(domain.device()::equals).orElse(false);
  }
}
