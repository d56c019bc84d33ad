package assay.fpga.discovery;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The devices to choose from.
 *
 * <p>Boards win over emulations, in the order of {@link Vendor}; all devices of the best vendor are
 * there to choose from. An unknown platform is never chosen, and a platform that gives no device
 * does not stand in the way of another.
 *
 * @param vendor the best vendor with a device
 * @param devices at least one, in the driver's order
 * @param unusable the platforms that might have been chosen as well, but gave no device
 */
public record Choice<D>(Vendor vendor, List<Candidate<D>> devices, List<Unusable> unusable) {
  /** Environment variable with a part of a platform's name, ignoring case. */
  public static final String PLATFORM = "ASSAY_OPENCL_PLATFORM";

  /** Copies the lists. */
  public Choice {
    devices = List.copyOf(devices);
    unusable = List.copyOf(unusable);
  }

  /**
   * Chooses a vendor.
   *
   * @param candidates all devices of all platforms
   * @param unusable the platforms without a device
   * @param wanted value of {@link #PLATFORM}; empty if it is not set
   * @param install remedy if nothing usable is installed
   */
  public static <D> Availability<Choice<D>> of(
      List<Candidate<D>> candidates,
      List<Unusable> unusable,
      Optional<String> wanted,
      Remedy install) {
    Predicate<String> named = named(wanted);
    List<Candidate<D>> matching =
        candidates.stream().filter(c -> named.test(c.platform())).toList();
    List<Unusable> without = unusable.stream().filter(u -> named.test(u.platform())).toList();
    Optional<Vendor> best =
        matching.stream()
            .flatMap(c -> Vendor.ofPlatform(c.platform()).stream())
            .min(Comparator.naturalOrder());
    if (best.isPresent()) {
      Vendor vendor = best.get();
      return new Availability.Available<>(
          new Choice<>(
              vendor,
              matching.stream().filter(c -> c.platform().equals(vendor.platform())).toList(),
              without));
    }
    String reasons = without.stream().map(Unusable::reason).collect(Collectors.joining("; "));
    if (matching.isEmpty() && !without.isEmpty()) {
      return new Availability.Unavailable<>(reasons, without.getFirst().remedy());
    }
    boolean none = matching.isEmpty() && wanted.filter(w -> !w.isBlank()).isPresent();
    String found = "; found: " + names(candidates, unusable);
    return none
        ? new Availability.Unavailable<>(
            "no platform matches '" + wanted.orElse("") + "'" + found,
            new Remedy.SetVariable(PLATFORM, "a part of its name, or unset it"))
        : new Availability.Unavailable<>(
            "no FPGA and no known emulation" + found + (reasons.isEmpty() ? "" : "; " + reasons),
            install);
  }

  private static Predicate<String> named(Optional<String> wanted) {
    String part = wanted.map(w -> w.strip().toLowerCase(Locale.ROOT)).orElse("");
    return platform -> platform.toLowerCase(Locale.ROOT).contains(part);
  }

  private static <D> String names(List<Candidate<D>> candidates, List<Unusable> unusable) {
    String names =
        Stream.concat(
                candidates.stream().map(c -> "'" + c.platform() + "' with '" + c.name() + "'"),
                unusable.stream().map(u -> "'" + u.platform() + "' without a usable device"))
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "no device at all" : names;
  }
}
