//! Trust in the certificate of a mail server: signed by an authority of the system, or named by the user in
//! `SSL_CERT_FILE`.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_name;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

/// Reason why no encrypted connection is possible.
#[derive(Debug, thiserror::Error)]
pub(super) enum TlsError {
    /// The system has no readable certificate.
    #[error("no certificate can be trusted: {0}")]
    NothingTrusted(String),
    /// The TLS settings do not fit together.
    #[error(transparent)]
    Unusable(#[from] Error),
}

/// Returns the TLS configuration, which checks the server's certificate.
pub(super) fn client() -> Result<Arc<ClientConfig>, TlsError> {
    let provider = Arc::new(ring::default_provider());
    let verifier = Arc::new(Verifier::new(&provider)?);
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        // rustls calls every custom verifier dangerous; `Verifier` leaves the checks to webpki and adds one exception.
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// Checks certificates as any client does, and also accepts one that is itself among the trusted ones.
///
/// `openssl req -x509` makes a certificate of an authority (`CA:TRUE`), which no rule lets a server use. Where the user
/// trusts that very certificate, byte for byte, refusing it gains nothing. Its validity and its name are checked all
/// the same, and so is the signature that proves that the server has its key.
#[derive(Debug)]
struct Verifier {
    by_authorities: Arc<WebPkiServerVerifier>,
    trusted: Vec<CertificateDer<'static>>,
}

impl Verifier {
    fn new(provider: &Arc<CryptoProvider>) -> Result<Self, TlsError> {
        let found = rustls_native_certs::load_native_certs();
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(found.certs.iter().cloned());
        let nothing = || found.errors.first().map_or_else(|| "the system names none".to_owned(), ToString::to_string);
        let by_authorities = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider))
            .build()
            .map_err(|_| TlsError::NothingTrusted(nothing()))?;
        Ok(Self { by_authorities, trusted: found.certs })
    }

    /// Returns true if a refused certificate is one that the user trusts directly. The verifier checks the validity
    /// period before all else, so an expired certificate is refused as such.
    fn is_trusted_itself(&self, certificate: &CertificateDer<'_>, refusal: &Error) -> bool {
        let may_be =
            matches!(refusal, Error::InvalidCertificate(CertificateError::Other(_) | CertificateError::UnknownIssuer));
        may_be && self.trusted.iter().any(|trusted| trusted.as_ref() == certificate.as_ref())
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        match self.by_authorities.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now) {
            Err(refusal) if self.is_trusted_itself(end_entity, &refusal) => {
                verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
                Ok(ServerCertVerified::assertion())
            }
            verdict => verdict,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.by_authorities.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.by_authorities.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.by_authorities.supported_verify_schemes()
    }
}
