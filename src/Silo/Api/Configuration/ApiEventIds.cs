namespace BirD.Silo.Api.Configuration;

/// <summary>Numbers of the API's log events; those below 3000 belong to the grains.</summary>
internal static class ApiEventIds
{
    public const int Unforeseen = 3001;
    public const int Audited = 3002;
    public const int Denied = 3003;
    public const int StoreFailed = 3004;
}
