# One binary in an image without a shell. Films are mounted read-only at /media, everything kept lives in /data.
FROM node:22-bookworm-slim AS build
WORKDIR /matinee
COPY . .
RUN npm ci && npm run build:binary && mkdir /image && mkdir -m 700 /image/data

FROM gcr.io/distroless/base-debian12:nonroot
COPY --from=build /matinee/dist/matinee /matinee
# What is in a copied folder keeps its mode, which the folder itself would not: /data is for the server alone.
COPY --from=build --chown=65532:65532 /image /
ENV DATA_DIR=/data MEDIA_DIR=/media
VOLUME /data
EXPOSE 3000
USER 65532:65532
ENTRYPOINT ["/matinee"]
CMD ["serve"]
