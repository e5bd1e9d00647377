namespace Hookwork.Mail;

/// <summary>What has to be applied or checked out before a series.</summary>
/// <param name="Kind">One of the constants below.</param>
/// <param name="Value">What it is called, as the constant says.</param>
public sealed record Prerequisite(string Kind, string Value)
{
    /// <summary>A commit's id, in hexadecimal.</summary>
    public const string Commit = "commit";

    /// <summary>A tree's id, in hexadecimal.</summary>
    public const string Tree = "tree";

    /// <summary>The Message-ID of a patch or cover letter, in angle brackets.</summary>
    public const string MessageId = "message-id";

    /// <summary>A patch on a Patchwork server: its address, or its number.</summary>
    public const string Patch = "patch";

    /// <summary>A series on a Patchwork server: its address, or its number.</summary>
    public const string Series = "series";

    /// <summary>A patch-id (git-patch-id(1)).</summary>
    public const string PatchId = "patch-id";

    /// <summary>A change id of b4's, optionally followed by a colon and a version, or Gerrit's.</summary>
    public const string ChangeId = "change-id";

    /// <summary>Any other address.</summary>
    public const string Url = "url";
}
