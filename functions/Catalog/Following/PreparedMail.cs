namespace Hookwork.Catalog.Following;

/// <summary>A mail and its compressed text.</summary>
public sealed record PreparedMail(ArchivedMail Mail, byte[] Text)
{
    public static PreparedMail Of(ArchivedMail mail) => new(mail, mail.Text.Pack());
}
