package assay.fpga.bitstream;

import java.nio.file.Path;

/**
 * A bitstream that matches the request.
 *
 * @param folder where it was found
 * @param image the file's contents, whose checksum has been verified
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on to the driver, never compared.
public record Bitstream(Path folder, Manifest manifest, byte[] image) {}
