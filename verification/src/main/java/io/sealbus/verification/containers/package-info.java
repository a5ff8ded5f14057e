/**
 * The containers dialect: {@code policy.json} as a model, and its evaluation as containers/image
 * does it on a node.
 *
 * <p>One model serves both the file that is printed and the verdict that is decided, so the two
 * cannot differ.
 *
 * @see <a
 *     href="https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md">containers-policy.json(5)</a>
 */
@NullMarked
package io.sealbus.verification.containers;

import org.jspecify.annotations.NullMarked;
