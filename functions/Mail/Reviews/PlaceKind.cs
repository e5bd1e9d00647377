namespace Hookwork.Mail.Reviews;

/// <summary>What a remark of a review is about.</summary>
public enum PlaceKind
{
    /// <summary>The whole mail, or something that it does not contain.</summary>
    Mail,

    /// <summary>A line of the mail's own text: of a commit message, or of a cover letter that is replied to.</summary>
    Message,

    /// <summary>A line of the cover letter of the patch's series.</summary>
    Cover,

    /// <summary>A line of the diff, or the header of a hunk or a file.</summary>
    Diff,
}
