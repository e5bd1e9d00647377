namespace Hookwork.Archive.Cursors;

/// <summary>
/// Which Patchwork server an archive is of: its address when it was last reached, and what it is known by wherever it
/// has moved to. That is its oldest project and its oldest patch, since both are shown to whoever has no token, as
/// people are not; since their numbers are never given again; and since nobody prunes them, as operators do with
/// events. The Message-ID of a patch never changes, so the patch decides where there is one, and the project only while
/// there is none.
/// </summary>
/// <param name="Project">The lowest id of a project; null of a server without any.</param>
/// <param name="ListId">That project's list, as <c>qemu-devel.nongnu.org</c>.</param>
/// <param name="LinkName">That project's name in addresses.</param>
/// <param name="Patch">The lowest id of a patch; null while the server has none.</param>
/// <param name="MessageId">That patch's Message-ID.</param>
public sealed record ServerIdentity(
    Uri Address,
    long? Project,
    string? ListId,
    string? LinkName,
    long? Patch,
    string? MessageId
);
