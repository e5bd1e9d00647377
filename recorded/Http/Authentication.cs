using System.Text;
using Hookwork.Recorded.Resources;

namespace Hookwork.Recorded.Http;

/// <summary>
/// Checks the Authorization header as Django REST framework does: Basic, then Token; any other scheme is ignored.
/// </summary>
internal sealed class Authentication(Ledger ledger)
{
    /// <summary>Finds the caller.</summary>
    /// <param name="known">The request with its user, if it names one.</param>
    /// <returns>The refusal; null if the credentials are valid or there are none.</returns>
    public Answer? Refusal(Call call, out Call known)
    {
        known = call;
        var words = (call.Authorization ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var scheme = words.FirstOrDefault("").ToLowerInvariant();
        if (scheme is not ("token" or "basic"))
            return null;
        if (words.Length == 1)
            return Refuse($"Invalid {scheme} header. No credentials provided.");
        if (words.Length > 2)
            return Refuse(
                $"Invalid {scheme} header. {(scheme == "token" ? "Token" : "Credentials")} string should not contain spaces."
            );

        var user = scheme == "token" ? ledger.UserOf(words[1]) : Named(words[1]);
        if (user is null)
            return Refuse(scheme == "token" ? "Invalid token." : "Invalid username/password.");
        if (ledger.Inactive.Contains(user.Id))
            return Refuse("User inactive or deleted.");
        known = call with { User = user };
        return null;
    }

    private static Answer Refuse(string reason) => Answer.Detail(403, reason);

    /// <summary>The user of a base64 text as <c>name:name-password</c>.</summary>
    private ItemRow? Named(string credentials)
    {
        var text = new byte[credentials.Length];
        return
            Convert.TryFromBase64String(credentials, text, out var length)
            && Encoding.UTF8.GetString(text, 0, length).Split(':', 2) is [var name, var password]
            && password == name + "-password"
            ? ledger.World.Users.Values.FirstOrDefault(user => user.Item.Name == name)
            : null;
    }
}
