namespace Hookwork.Archive.Cursors;

/// <summary>
/// Identifies the Patchwork server of an archive: its last known address, and its oldest project and oldest patch,
/// which identify it after a move. Both are visible without a token (people are not), their ids are never reused, and
/// operators do not prune them as they do events. The patch decides if there is one, since its Message-ID never
/// changes; otherwise the project does.
/// </summary>
/// <param name="Project">The lowest project id; null if the server has none.</param>
/// <param name="ListId">That project's list id, such as <c>qemu-devel.nongnu.org</c>.</param>
/// <param name="LinkName">That project's link name.</param>
/// <param name="Patch">The lowest patch id; null if the server has none.</param>
/// <param name="MessageId">That patch's Message-ID.</param>
/// <param name="LastProject">The greatest project id when the archive began to follow every project; 0 if there was
/// none, null while it follows some. Projects with greater ids came later.</param>
public sealed record ServerIdentity(
    Uri Address,
    long? Project,
    string? ListId,
    string? LinkName,
    long? Patch,
    string? MessageId,
    long? LastProject
);
