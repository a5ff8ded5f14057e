/**
 * The bus contract: what stands on which topic, under which key, in which form.
 *
 * <p>Invariant: the name, key, cleanup and bounds of a topic stand in {@link
 * io.sealbus.schemas.TopicCatalogue} and nowhere else. The record classes are generated from {@code
 * src/main/avro}. Start at the catalogue; a consumer needs it and {@link
 * io.sealbus.schemas.RecordDeserializer}.
 */
@NullMarked
package io.sealbus.schemas;

import org.jspecify.annotations.NullMarked;
